SELECT $$a;b$$, $$$$, $$it's "x" -- no; $$;
SELECT $tag$ $$; $other$; $TAG$; $tag$;
SELECT $ä1_$ ; $$ $ä1_$, $1, $2;
SELECT 1$$;$$, $3$$ ; $$;
SELECT 1e5$a;
SELECT $a$ $b$ ; $b$a$; $a$, $a b$ FROM t;
