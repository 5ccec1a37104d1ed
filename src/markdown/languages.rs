//! The languages that Rouge, Jekyll's highlighter, knows. Code in others it leaves without its elements.
//! [`is_known`] is the entrance.

use super::tag::among;

const KNOWN: &str = " \
     Containerfile Dockerfile HAML Isabelle LaTeX OCL R S TeX abap abl actionscript ada addmusick addmusickff \
     amk apache apache-thrift apex apib apiblueprint apple_script applescript armasm as as3 aug augeas awk \
     bash bat batch batchfile bbcbasic behat bf bib bibtex bicep biml bpf brainfuck brightscript brs bs \
     bsdmake bsl c c++ ceylon cfc cfscript cisco_ios cl clean clj cljs clojure cmake cmhg cmm cobol \
     codeowners coffee coffee-script coffeescript common-lisp common_lisp conf config configuration console \
     containerfile coq cos cpp cr crystal cs csharp css csvs cucumber cuda cypher cython d dafny dart \
     datastudio diff digdag django dlang docker dockerfile dosbatch dot dylan e-mail ecl eex eiffel elisp \
     elixir elm emacs-lisp email eml epp eps erb erl erlang eruby esc escape ex exs factor fdf fea ff fluent \
     fortran freefem fsharp ftl gd gdscript ghc-cmm ghc-core gherkin gjs glsl gnumake go godot golang gradle \
     graphql graphviz groovy gts hack haml handlebars haskell haxe hbs hcl heex hh hlsl hocon hql hs html \
     http hx hy hylang idlang idr idris iecst igorpro ini io irb irb_output isa isabelle isbl j janet java \
     javascript jdn jinja jl js jsl json json-doc json5 jsonc jsonnet jsp jsx julia kdb+ kick_assembler \
     kickass kotlin ksh lasso lassoscript latex lean leex lhaskell lhs liquid lisp litcoffee \
     literate_coffeescript literate_haskell lithaskell livescript llvm ls lua lustre lutin m m68k magik make \
     makefile markdown mason mathematica matlab md meson mf microsoftshell minizinc mkd ml mojo moon \
     moonscript mosel msgtrans msshell mustache mxml nasm nes nesasm nextflow nf nginx nial nim nimrod nix \
     nixos obj-c obj-cpp obj_c obj_cpp objc objcpp objective-c objective_c objective_cpp objectivec \
     objectivecpp ocaml ocl openedge opentype opentype_feature_file opentypefeature osa p4 pascal patch pdf \
     perl php php3 php4 php5 pl plaintext plist plsql pony posh postscr postscript powershell pp praat prolog \
     prometheus properties proto protobuf pry ps puppet pwsh py pyrex python pyx q qml r racket ramekin rb \
     react realbasic reason reasonml rego rescript rhtml rmk rml robot robot-framework robot_framework rocq \
     rs ruby rust s sas sass scala scheme scss sed sh shell shell-session shell_session sieve slice slim \
     smalltalk smarty sml sparql sqf sql squeak ssh st stan stata supercollider svelte swift systemd syzlang \
     syzprog tap tcl terminal terraform tex text tf thrift toml ts tsx ttcn3 tulip turtle twig typescript \
     udiff unit-file vala varnish varnishconf vb vcl velocity verilog veryl vhdl vim viml vimscript \
     visualbasic vue vuejs winbatch wl wolfram wollok xml xojo xpath xquery yaml yang yml zig zir zsh \
     ";

/// Whether Rouge highlights the language.
pub fn is_known(language: &str) -> bool {
    !language.contains(' ') && among(KNOWN, language)
}

/// The language that a class attribute names, and the other classes, each with a space behind it.
pub fn split(classes: &str) -> (Option<String>, String) {
    let mut language = None;
    let mut others = String::new();
    for class in classes.split_whitespace() {
        match class.strip_prefix("language-") {
            Some(name) => language = language.or(Some(name.to_string())),
            None => {
                others.push_str(class);
                others.push(' ');
            }
        }
    }
    (language, others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_known() {
        for (name, known) in [
            ("ruby", true),
            ("c++", true),
            ("abap", true),
            ("zsh", true),
            ("mermaid", false),
            ("rub", false),
            ("", false),
            ("ruby rust", false),
        ] {
            assert_eq!(is_known(name), known, "{name}");
        }
        assert_eq!(split("a language-x b"), (Some("x".into()), "a b ".into()));
    }
}
