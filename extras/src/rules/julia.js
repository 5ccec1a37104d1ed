// Julia, by Rouge's rules. Known as types are those that Julia and its standard library export.
import { OUT, reader, words } from './reader.js';

const TYPES = words(`Abstract(?:Array|Channel|Char|Dict|Display|Float|Irrational|Logger|Matrix|RNG|Range|Set|String|UnitRange|VecOrMat|Vector|SparseArray|SparseMatrix|SparseVector)
  Adjoint Any ArgumentError Array AssertionError Bidiagonal BigFloat BigInt BitArray BitMatrix BitSet Bool BoundsError
  BunchKaufman CapturedException CartesianIndex CartesianIndices Cchar Cdouble Cfloat Channel Char Cholesky Cint Clong Clonglong
  Cmd Colon Complex ComplexF(?:16|32|64) CompositeException Condition Cshort Csize_t Cstring Cuchar Cuint Culong Cushort Cvoid
  DataType Date DateFormat DatePeriod DateTime Day Dense(?:Array|Matrix|VecOrMat|Vector) Diagonal Dict DimensionMismatch Dims
  DivideError DomainError EOFError Eigen Enum ErrorException Exception Expr Factorization Float(?:16|32|64) Function GlobalRef
  HTML Hermitian Hessenberg Hour IO IOBuffer IOContext IOStream IdDict IndexCartesian IndexLinear IndexStyle InexactError
  Int(?:8|16|32|64|128)? Integer InterruptException Irrational KeyError LDLt LQ LU LinRange LineNumberNode LinearIndices
  LoadError LogLevel LowerTriangular MIME Matrix MersenneTwister Method MethodError Microsecond Millisecond Minute Missing
  MissingException Module Month NTuple NamedTuple Nanosecond Nothing NullLogger Number OutOfMemoryError OverflowError Pair
  Period PermutedDimsArray Pipe PosDefException Ptr QR QRPivoted QuoteNode RandomDevice Rational Real ReentrantLock Ref Regex
  RegexMatch RemoteChannel RoundingMode SVD Schur Second Set Shared(?:Array|Matrix|Vector) Signed SingularException Some
  SparseMatrixCSC SparseVector StackOverflowError StepRange StepRangeLen Strided(?:Array|Matrix|VecOrMat|Vector) String SubArray
  SubString SymTridiagonal Symbol Symmetric SystemError TCPSocket Task Text Time TimePeriod TimeType Timer Transpose Tridiagonal
  Tuple Type TypeError TypeVar UInt(?:8|16|32|64|128)? UTC UUID UndefInitializer Undef(?:Keyword|Ref|Var)Error UniformScaling
  Union UnionAll UnitLowerTriangular UnitRange UnitUpperTriangular Unsigned UpperTriangular Val Vararg VecOrMat Vector
  VersionNumber WeakKeyDict WeakRef Week Year`);
const NAME = /[\p{L}\p{Nl}\p{S}_][\p{L}\p{M}\p{N}\p{Pc}\p{S}\p{Po}]*/u;

const julia = {
  root: [
    [/\s+/, ''], [/#=/, 'cm', 'comment'], [/#.*/, 'c'], [/[-+=*/\\&|$~^%!<>÷≠≤≥.:?]/, 'o'],
    [/(function|macro)((?:\s|\\\s)+)/, ['k', ''], 'function'],
    [/((?:mutable )?struct|(?:abstract|primitive) type)((?:\s|\\\s)+)/, ['k', ''], 'type'],
    [new RegExp(`(?:${TYPES})\\b`), 'kt'], [/(?:local|global|const)\b/, 'kd'],
    [new RegExp(`(?:${words('function return module import export if else elseif end for in isa while try catch using struct finally begin do quote macro where')})\\b`), 'k'],
    [new RegExp(`(?:${words('true false missing nothing (?:Inf|NaN)(?:16|32|64)? stdout stderr stdin devnull pi im ARGS C_NULL ENV ENDIAN_BOM VERSION undef (?:LOAD|DEPOT)_PATH')})\\b|[πℯ](?![\\wα-ω])`), 'nb'],
    [/`.*?`/, 'sb'], [/'(?:\\.|\\[0-7]{1,3}|\\x[\da-f]{1,3}|\\u[\da-f]{1,6}|[^\\'\n])'/i, 'sc'], [/'/, 'o'],
    [/[ILE]?"/, 's', 'string'], [/@[\w.]+/, 'nd'], [/[a-z_\u00A1-\uFFFF][\w\u00A1-\uFFFF]*!*/i, 'n'], [/[[\]{}(),;]/, 'x'],
    [/(?:\d[\d_]*\.\d*|\.\d[\d_]*)(?:[ef][-+]?\d+)?|\d[\d_]*[ef][-+]?\d+/i, 'mf'], [/0b[01_]+/, 'mb'], [/0o[0-7_]+/, 'mo'],
    [/0x[\da-f_]+/i, 'mh'], [/\d+(?:_\d+)*/, 'mi'],
  ],
  function: [[NAME, 'nf', 'pop'], [/\([^\s\w{]{1,2}\)|[^\s\w{]{1,2}/, 'o', 'pop'], OUT],
  type: [[NAME, 'nc', 'pop'], OUT],
  comment: [[/#=/, 'cm', 'comment'], [/=#/, 'cm', 'pop'], [/[^=#]+|[=#]/, 'cm']],
  string: [
    [/\\(?:[\\abfnrtv"']|\n|N\{.*?\}|u[\da-f]{4}|U[\da-f]{8}|x[\da-f]{2}|[0-7]{1,3})/i, 'se'], [/"/, 's', 'pop'],
    [/\$(?:\(\w+\))?[-#0 +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?/, 'si'], [/[^\\"$]+|\\/, 's'],
  ],
};

export const pieces = (text) => reader(julia)(text);
