/** Redshift's reserved words, and those that PostgreSQL reserves besides: a federated or local copy must read the same text. */
const words = `
  aes128 aes256 all allowoverwrite analyse analyze and any array as asc authorization az64 backup between binary
  blanksasnull both bytedict bzip2 case cast check collate column connect constraint create credentials cross
  current_catalog current_date current_role current_schema current_time current_timestamp current_user current_user_id
  default deferrable deflate defrag delta delta32k desc disable distinct do else emptyasnull enable encode encrypt
  encryption end except explicit false fetch for foreign freeze from full globaldict256 globaldict64k grant group gzip
  having identity ignore ilike in initially inner intersect interval into is isnull join lateral leading left like
  limit localtime localtimestamp lun luns lzo lzop minus mostly16 mostly32 mostly8 natural new not notnull null nulls
  off offline offset oid old on only open or order outer overlaps parallel partition percent permissions pivot placing
  primary qualify raw readratio recover references rejectlog resort respect restore returning right select session_user
  similar snapshot some start symmetric sysdate system table tablesample tag tdes text255 text32k then timestamp to top
  trailing true truncatecolumns union unique unnest unpivot user using variadic verbose wallet when where window with
  without`;

/** In lower case. */
export const reservedWords: ReadonlySet<string> = new Set(words.trim().split(/\s+/));
