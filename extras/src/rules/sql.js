// SQL, by Rouge's rules: what a word is says one of two lists, and double quotes hold names.
import { named, reader } from './reader.js';

const word = named({
  nb: `zerofill unsigned signed serial bit tinyint bool boolean smallint mediumint int integer bigint decimal dec numeric fixed
    float double precision real date datetime timestamp time year national char character nchar byte varchar varying binary
    varbinary tinyblob tinytext blob text mediumblob mediumtext longblob longtext enum`,
  k: `abort abs absolute access ada add admin after aggregate alias all allocate alter analyse analyze and any are as asc
    asensitive assertion assignment asymmetric at atomic authorization avg backward before begin between bit_length bitvar both
    breadth by c cache call called cardinality cascade cascaded case cast catalog catalog_name chain char_length
    character_length characteristics check checked checkpoint class class_origin clob close cobol collate collation column
    column_name command_function comment commit committed completion condition_number connect connection constraint
    constraint_name constraints constructor contains continue conversion convert copy count create createdb createuser cross
    cube current current_date current_path current_role current_time current_timestamp current_user cursor cursor_name cycle
    data database day deallocate declare default defaults deferrable deferred defined definer delete delimiter delimiters
    deref desc describe descriptor destroy destructor deterministic diagnostics dictionary disconnect dispatch distinct do
    domain drop dynamic each else encoding encrypted end equals escape every except excluding exclusive exec execute existing
    exists explain external extract false fetch final first following for force foreign fortran forward found free freeze from
    full function g general generated get global go goto grant granted group grouping handler having hierarchy hold host
    identity ignore ilike immediate immutable implementation implicit in including increment index infix inherits initialize
    initially inner inout input insensitive insert instantiable instead intersect into invoker is isnull isolation iterate join
    key key_member key_type language large last lateral leading left length less level like limit listen load local localtime
    localtimestamp location locator lock lower map match max maxvalue message_text method min minute minvalue mod mode
    modifies modify month more move names natural nclob new next no none not nothing notify notnull null nullable nullif
    object octet_length of off offset oids old on only open operation operator option options or order ordinality out outer
    output overlaps overlay overriding owner pad parameter parameters partial partition pascal placing position postfix
    preceding prefix preorder prepare preserve primary prior privileges procedural procedure public range read reads recheck
    recursive ref references referencing reindex relative rename repeatable replace reset restart restrict result return
    returns revoke right role rollback rollup routine routine_name row row_count rows rule scale schema schema_name scope
    scroll search second security select self sensitive serializable session session_user set setof sets share show similar
    simple size some source space specific specifictype sql sqlcode sqlerror sqlexception sqlstate stable start state statement
    static statistics stdin stdout storage strict structure substring sum symmetric sysid system system_user table table_name
    temp template temporary terminate than then timezone_hour timezone_minute to toast trailing transform transforms translate
    translation treat trigger trigger_name trim true truncate trusted type uncommitted under unencrypted union unique unknown
    unlisten unnamed unnest until update upper usage user using vacuum valid validator values variable verbose version view
    volatile when whenever where window with without work write zone`,
});

/** Within quotes, which a pair of them stands for. */
const quoted = (quote, name) => [
  [/\\./, 'se'], [new RegExp(quote + quote), 'se'], [new RegExp(quote), name, 'pop'], [new RegExp(`[^\\\\${quote}]+`), name],
];

const sql = {
  root: [
    [/\s+/, ''], [/--.*/, 'c1'], [/\/\*/, 'cm', 'comment'], [/\d+/, 'mi'], [/'/, 's1', 'single'], [/"/, 'nv', 'double'],
    [/`/, 'nv', 'ticks'], [/\w+/, (text) => [[text, word(text.toLowerCase())[0][1]]]], [/[-+*/<>=~!@#%&|?^]/, 'o'], [/[;:()[\]{},.]/, 'p'],
  ],
  comment: [[/\/\*/, 'cm', 'comment'], [/\*\//, 'cm', 'pop'], [/[^/*]+|[/*]/, 'cm']],
  single: quoted('\'', 's1'), double: quoted('"', 'nv'), ticks: quoted('`', 'nv'),
};

export const pieces = (text) => reader(sql)(text);
