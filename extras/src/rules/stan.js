// Stan, by Rouge's rules. https://mc-stan.org/docs/reference-manual/
import { named, reader, words } from './reader.js';

const FUNCTIONS = words(`abs min max size target step is_inf is_nan fabs fdim fmin fmax fmod floor ceil round trunc sqrt cbrt
  square exp exp2 log log2 log10 pow inv inv_sqrt inv_square hypot cos sin tan acos asin atan atan2 cosh sinh tanh acosh asinh
  atanh logit inv_logit inv_cloglog erf erfc Phi inv_Phi Phi_approx beta inc_beta lbeta tgamma lgamma digamma trigamma lmgamma
  gamma_p gamma_q choose bessel_first_kind bessel_second_kind lchoose falling_factorial rising_factorial expm1 fma multiply_log
  ldexp lmultiply log1p log1m log1p_exp log1m_exp log_diff_exp log_mix log_sum_exp log_inv_logit log_inv_logit_diff
  log1m_inv_logit lambert_w0 lambert_wm1 to_complex get_real get_imag arg norm conj proj polar sum prod mean variance sd distance
  squared_distance quantile dims num_elements rep_array append_array sort_asc sort_desc sort_indices_asc sort_indices_desc rank
  reverse rows cols dot_product columns_dot_product rows_dot_product dot_self columns_dot_self rows_dot_self tcrossprod crossprod
  quad_form quad_form_diag quad_form_sym trace_quad_form diag_pre_multiply diag_post_multiply rep_vector rep_row_vector
  rep_matrix add_diag diagonal diag_matrix identity_matrix linspaced_array linspaced_vector one_hot_vector ones_vector
  ones_row_vector zeros_vector zeros_row_vector uniform_simplex col row block sub_col sub_row head tail segment append_col
  append_row softmax log_softmax cumulative_sum cov_exp_quad mdivide_left_tri_low mdivide_right_tri_low mdivide_left_spd
  mdivide_right_spd matrix_exp matrix_power trace determinant log_determinant inverse inverse_spd chol2inv eigenvalues_sym
  eigenvectors_sym qr_thin_Q qr_thin_R qr_Q qr_R singular_values svd_U svd_V csr_matrix_times_vector to_matrix to_vector
  to_row_vector to_array_2d to_array_1d algebra_solver algebra_solver_newton ode_(?:rk45|ckrk|adams|bdf)(?:_tol)? integrate_1d
  reduce_sum reduce_sum_static map_rect integrate_ode(?:_rk45|_adams|_bdf)? hmm_marginal`);
const DISTRIBUTIONS = words(`bernoulli(?:_logit(?:_glm)?)? binomial(?:_logit)? beta_binomial hypergeometric
  categorical(?:_logit_glm)? discrete_range ordered_logistic(?:_glm)? ordered_probit neg_binomial(?:_2(?:_log(?:_glm)?)?)?
  poisson(?:_log(?:_glm)?)? multinomial(?:_logit)? normal std_normal normal_id_glm exp_mod_normal skew_normal student_t cauchy
  double_exponential logistic gumbel skew_double_exponential lognormal chi_square inv_chi_square scaled_inv_chi_square
  exponential gamma inv_gamma weibull frechet rayleigh pareto(?:_type_2)? wiener beta(?:_proportion)? von_mises uniform
  multi_normal(?:_prec|_cholesky)? multi_gp(?:_cholesky)? multi_student_t gaussian_dlm_obs dirichlet lkj_corr(?:_cholesky)?
  wishart inv_wishart`);
const word = named({
  k: 'if else while for break continue print reject return',
  kt: `int real vector ordered positive_ordered simplex unit_vector row_vector matrix cholesky_factor_corr cholesky_factor_cov
    corr_matrix cov_matrix data void complex array`,
  kr: `T in repeat until then true false target functions model parameters quantities transformed generated var auto bool case
    catch char class const default delete do double enum explicit export extern float friend goto inline long mutable namespace
    new not nullptr operator or and xor private protected public short signed sizeof static struct switch template this throw
    try typedef typename union unsigned using virtual volatile`,
  na: 'lower upper',
}, 'nv');

const NUMBER = '(?:(?:\\d+\\.\\d*|\\.?\\d+)e[-+]?\\d+|\\d*\\.\\d+';
const SPACE = [[/\s+/, ''], [/\/\/.*/, 'c1'], [/\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/, 'cm']];
const scope = [
  ...SPACE,
  [new RegExp(`(?:${FUNCTIONS}|(?:${DISTRIBUTIONS})(?:_(?:lu?p[md]f|lc?cdf|rng|log|c?cdf_log))?)(?=\\()`), 'nb'],
  [/(?:pi|e|sqrt2|not_a_number|(?:posi|nega)tive_infinity|machine_precision)(?=\()/, 'kc'], [/[a-z_]\w*(?=\([^;]{0,500}?\))/i, 'nf'],
  [/\{/, 'p', 'braces'], [/\(/, 'p', 'parentheses'], [/#include/, 'cp', 'include'], [/#.*/, 'gd'], [/"[^"]*"/, 's'],
  [new RegExp(`${NUMBER}|\\d+)i`), 'mf'], [new RegExp(`${NUMBER})`), 'mf'], [/\d+/, 'mi'],
  [/\|\||&&|[!=<>+\-*/^~?:\\']|\.[-+*/^]/, 'o'], [/[[\],.;|]/, 'p'], [/[a-z_]\w*/i, word],
];
const stan = {
  root: [
    ...SPACE, [/#include/, 'cp', 'include'], [/#.*/, 'gd'],
    [/functions|(?:transformed\s+)?(?:data|parameters)|model|generated\s+quantities/, 'nn'], ...scope,
  ],
  include: [[/[^\S\n]+/, ''], [/\S+/, 'cpf', 'pop'], [/\n/, '', 'pop']],
  braces: [...scope, [/\}/, 'p', 'pop']],
  parentheses: [...scope, [/\)/, 'p', 'pop']],
};

export const pieces = (text) => reader(stan)(text);
