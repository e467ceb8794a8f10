-- before; anything
/* before; too */ SELECT 1 -- inside; it's
, 2 /* nested /* ; */ ' ; */ ; -- after; it
SELECT 3 --; ' " $$ /*
;
SELECT 4 - -4, 6 /2, 2 */* a comment; */3, '--', '/*';
/*/ not closed yet; */ SELECT 5;
/***/ SELECT /* ** /* * */ **/ 6;
SELECT 7 /* "; ' */ --
; /* the last; */
-- nothing follows; here
