// Stands for packages that others import and that are not used here.
export default {};
