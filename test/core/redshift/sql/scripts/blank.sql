

;;
   ;
SELECT 1


FROM t

;
	;SELECT	2;;
SELECT 3 ;
