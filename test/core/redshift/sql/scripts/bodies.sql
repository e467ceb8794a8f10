create procedure nested() as
begin
  delete from a;
  begin
    update b set c = case when d then 1 else 2 end;
  end;
  insert into e values (1);
end;
CREATE OR REPLACE /* a comment */ FUNCTION f(begin date, "end" date) RETURNS int
BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 'end'; END;
SELECT CASE WHEN true THEN 1 END; SELECT 2;
CREATE TABLE begin_end (a int); BEGIN; CASE; END; COMMIT;
CREATE VIEW function AS SELECT 1; BEGIN; SELECT 3; END;
CREATE OR REPLACE VIEW procedure AS SELECT CASE 1 WHEN 1 THEN 2 END; END;
