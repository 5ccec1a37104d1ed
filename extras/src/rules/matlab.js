// MATLAB, by Rouge's rules. Of the 3,263 functions that Rouge knows, those are here that programs of scholars call.
import { named, reader } from './reader.js';

const word = named({
  k: `arguments break case catch classdef continue else elseif end for function global if import methods otherwise parfor
    persistent properties return spmd switch try while`,
  nb: `abs accumarray acos acosh addpath all angle and any area array2table arrayfun asin asinh assert assignin atan atan2 atanh
    axes axis bar barh bitand bitor bitshift bitxor blkdiag bsxfun cat categorical caxis cd ceil cell cell2mat
    cell2struct cellfun char chol circshift cla clc clear clearvars clf close colon colorbar colormap complex cond
    containers.Map contains contour contourf conv conv2 corrcoef cos cosd cosh cov cross csvread csvwrite ctranspose
    cummax cummin cumprod cumsum cumtrapz date datestr datetime days dbstop deal deblank deconv delete det detrend
    diag diary diff dir disp display dlmread dlmwrite dot double drawnow echo eig eigs empty endsWith erf erfc
    error errorbar errordlg etime eval exist exit exp expm expm1 extractBetween eye factor factorial false fclose feof
    fft fft2 fftshift fgetl fgets fieldnames figure fill filter filter2 find findobj fix flip fliplr flipud floor
    fminbnd fminsearch fopen format fplot fprintf fread fscanf func2str functions fwrite fzero gamma gammaln gca gcd
    gcf get getfield grid griddata groot groupsummary guidata height hist histc histcounts histogram hold hour hypot
    idivide ifft ifft2 ifftshift imag image imagesc imread imresize imshow imwrite ind2sub Inf innerjoin input
    inputname inputParser int16 int2str int32 int64 int8 integral integral2 interp1 interp2 interpft intersect inv
    ipermute isa iscell iscellstr ischar iscolumn isempty isequal isfield isfinite isfloat ishandle ishold isinf
    isinteger islogical ismatrix ismember isnan isnumeric isprime isreal isrow isscalar issorted isspace isstring
    isstruct issymmetric isvector join kron lasterr lcm ldl legend length line linkaxes linsolve linspace load log
    log10 log1p log2 logical loglog logm logspace lower lsqnonneg lu magic mat2cell mat2str matfile max mean median
    memory mesh meshgrid min minus mkdir mldivide mod mode movmean mpower mrdivide mtimes NaN nargin narginchk
    nargout nargoutchk nchoosek ndgrid ndims newline nnz nonzeros norm normest not now nthroot null num2cell num2str
    numel nzmax ode113 ode15s ode23 ode45 odeset ones open openfig optimset orth outerjoin patch path pause peaks
    perms permute pi pie pinv plot plot3 plotmatrix plus polar polarplot poly polyfit polyval polyvalm pow2
    power primes print prod profile publish qr quad quadgk quit quiver quiver3 rand randi randn randperm rank rat
    rdivide readmatrix readtable real realmax realmin regexp regexpi regexprep rem repelem repmat reshape residue
    rethrow rgb2gray rmdir rmfield rmpath rng roots rot90 rotate round rowfun rref run save saveas scatter scatter3
    schur sec second semilogx semilogy set setdiff setfield setxor shading shiftdim sign sin sind single sinh size
    sort sortrows sound sparse sphere spline split spones sprand sprintf spy sqrt sqrtm squeeze sscanf stack stairs
    startsWith std stem str2double str2func str2num strcat strcmp strcmpi strfind string strings strjoin strjust
    strlength strncmp strncmpi strrep strsplit strtok strtrim struct struct2cell structfun sub2ind subplot subsasgn
    subsref sum surf surface surfc surfl svd svds system table tan tand tanh text tic timeit timer times title toc
    trace transpose trapz tril trimesh triplequad trisurf triu true typecast uicontrol uigetfile uint16 uint32 uint64
    uint8 uminus union unique unstack unwrap upper var varargin varargout varfun vecnorm ver version vertcat view
    waitbar warning what which who whos width writematrix writetable xlabel xlim xlsread xor ylabel ylim zeros zlabel zlim`,
});

const matlab = {
  root: [
    [/\s+/, ''], [/\{%[^]{0,5000}?%\}/, 'cm'], [/%.*/, 'c1'], [/(\.\.\.)(.*)/, ['k', 'c']], [/^(!)([^%\n]*)/m, ['k', '']],
    [/[a-z]\w*/i, word], [/[(){};:,/\\[\]]/, 'p'], [/[-~+*%=<>&^|.@]/, 'o'], [/(?:\d+\.\d*|\d*\.\d+)(?:e[-+]?\d+)?|\d+e[-+]?\d+/i, 'mf'],
    [/\d+L/, 'il'], [/\d+/, 'mi'], [/'(?=[^'\n]*')/, 's1', 'single'], [/"(?=[^"\n]*")/, 's2', 'double'], [/'/, 'o'],
  ],
  single: [[/''/, 'se'], [/'/, 's1', 'pop'], [/[^']+/, 's1']],
  double: [[/""/, 'se'], [/"/, 's2', 'pop'], [/[^"]+/, 's2']],
};

export const pieces = (text) => reader(matlab)(text);
