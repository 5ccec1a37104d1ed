# Templates with what Ruby's Liquid and Jekyll's filters make of them, one JSON object a line:
# {"template": …, "context": …, "expected": …}. Run by tests/liquid_suite.rs; without Ruby, Liquid and Jekyll it
# prints nothing. `ruby tests/differential/liquid.rb SEED COUNT`
begin
  require "json"
  require "liquid"
  require "jekyll"
rescue LoadError
  exit
end

ENV["TZ"] = "UTC"
Jekyll.logger.log_level = :error
CONFIGURATION = { "url" => "https://me.org", "baseurl" => "/blog", "title" => "A site" }.freeze
SITE = Jekyll::Site.new(Jekyll.configuration({ "quiet" => true, "source" => "/nonexistent" }.merge(CONFIGURATION)))

CONTEXT = {
  "site" => CONFIGURATION,
  "n" => 7, "zero" => 0, "minus" => -3, "half" => 2.5, "text" => "Hello wide World", "blank_text" => "  ",
  "none" => nil, "yes" => true, "no" => false, "void" => "", "html" => "<b class=\"x\">A & 'B'</b><!-- c --> tail",
  "list" => [3, 1, 2, 1], "words" => %w[pear Apple fig apple], "nested" => [[1, [2]], [3]], "empty_list" => [],
  "mixed" => [1, "a", nil, 2.5, true], "digits" => "12", "decimal" => "3.75", "accent" => "Ünïcode Straße 漢字",
  "lines" => "one\ntwo\r\nthree\n", "day" => "2024-03-09 07:05:03", "moment" => 1_700_000_000,
  "map" => { "a" => 1, "b" => "two", "c" => { "d" => [1, 2] }, "key with space" => 5 },
  "people" => [
    { "name" => "Ada", "year" => 1815, "tags" => %w[a b], "at" => { "city" => "London" } },
    { "name" => "Bob", "year" => 1999, "tags" => ["b"], "at" => { "city" => "Oslo" } },
    { "name" => "Cyd", "tags" => [], "at" => { "city" => "London" } },
    { "name" => "dee", "year" => "1950", "tags" => %w[c a], "at" => {} },
  ],
}.freeze

FIXED = DATA.read.split("\n%%\n").map { |template| template.delete_suffix("\n") }

# Builds templates by chance, from a seed.
class Maker
  VALUES = %w[n zero minus half text blank_text none yes no void html list words nested empty_list mixed digits
    decimal accent lines day map people map.a map.c.d map["b"] people[0].name people.first.year list[1] list[-1]
    list.size text.size words.last (1..4) "lit" 'q' 42 -1.5 nothing.at.all map.c people[1].tags].freeze
  PLAIN = %w[size downcase upcase capitalize escape escape_once url_encode strip lstrip rstrip strip_html
    strip_newlines newline_to_br reverse uniq compact first last abs ceil floor round sort_natural join
    normalize_whitespace slugify xml_escape jsonify inspect number_of_words to_integer relative_url absolute_url
    cgi_escape uri_escape strip_index].freeze
  WITH = [
    "plus: 3", "minus: 1.5", "times: half", "divided_by: 2", "modulo: 3", "at_least: 4", "at_most: 4",
    "append: '!'", "prepend: text", "slice: 1", "slice: -3, 2", "slice: 0, 3", "truncate: 6", "truncate: 9, '--'",
    "truncatewords: 2", "truncatewords: 1, '+'", "split: ' '", "split: ','", "split: ''", "join: '-'",
    "replace: 'o', '0'", "replace_first: 'l', 'L'", "remove: 'e'", "remove_first: 'l'", "default: 'd'",
    "map: 'name'", "map: 'year'", "where: 'name', 'Ada'", "where: 'at.city', 'London'", "sort: 'year'",
    "sort: 'name'", "sort: 'year', 'last'", "concat: list", "push: 9", "pop", "shift", "unshift: 0", "round: 1",
    "group_by: 'year'", "group_by: 'at.city'", "where_exp: 'x', 'x.year > 1900'", "find: 'name', 'Bob'",
    "group_by_exp: 'x', 'x.name | upcase'", "slugify: 'pretty'", "slugify: 'ascii'", "slugify: 'raw'",
    "find_exp: 'x', 'x.name == \"Cyd\"'", "number_of_words: 'cjk'", "number_of_words: 'auto'",
    "date: '%Y-%m-%d'", "date: '%b %-d, %y'", "pop: 2", "where: 'tags', 'b'", "array_to_sentence_string: 'or'",
  ].freeze
  OPERATORS = %w[== != < > <= >= <> contains].freeze

  def initialize(seed)
    @random = Random.new(seed)
  end

  def one(list)
    list[@random.rand(list.size)]
  end

  def output
    filters = Array.new(@random.rand(4)) { " | #{@random.rand(3).zero? ? one(PLAIN) : one(WITH)}" }
    "#{one(VALUES)}#{filters.join}"
  end

  def condition
    parts = Array.new(1 + @random.rand(3)) do
      @random.rand(3).zero? ? one(VALUES) : "#{one(VALUES)} #{one(OPERATORS)} #{one(VALUES + %w[empty nil])}"
    end
    parts.join(" #{one(%w[and or])} ")
  end

  def dash
    @random.rand(4).zero? ? "-" : ""
  end

  def tag(text)
    "{%#{dash} #{text} #{dash}%}"
  end

  def piece(depth)
    kind = @random.rand(depth > 2 ? 3 : 12)
    case kind
    when 0 then one([" text ", "\n", "  ", "a,b"])
    when 1, 2 then "{{#{dash} #{output} #{dash}}}"
    when 3 then tag("if #{condition}") + body(depth) + (@random.rand(2).zero? ? tag("else") + body(depth) : "") + tag("endif")
    when 4 then tag("unless #{condition}") + body(depth) + tag("endunless")
    when 5
      options = one(["", " limit: 2", " offset: 1", " reversed", " reversed limit:2 offset:1", " limit: n"])
      inner = "{{ i }}{{ forloop.#{one(%w[index index0 rindex rindex0 first last length])} }}" + body(depth)
      inner += tag("if i == 2") + tag(one(%w[break continue])) + tag("endif") if @random.rand(3).zero?
      tag("for i in #{one(VALUES)}#{options}") + inner + (@random.rand(3).zero? ? tag("else") + "none" : "") + tag("endfor")
    when 6 then tag("assign v = #{output}") + "{{ v }}"
    when 7 then tag("capture w") + body(depth) + tag("endcapture") + "[{{ w }}]"
    when 8
      tag("case #{one(VALUES)}") + tag("when #{one(VALUES)}, 1") + body(depth) + tag("when 'two' or 3") + "t" +
        tag("else") + body(depth) + tag("endcase")
    when 9 then tag("cycle 'a', 'b', n") + tag("cycle 'a', 'b', n") + tag("increment c") + tag("decrement c")
    when 10 then tag("tablerow i in #{one(%w[list (1..5) words])} cols:2") + "{{ i }}" + tag("endtablerow")
    else tag("comment") + "{{ x }}{% if %}" + tag("endcomment") + tag("raw") + "{{ x }}" + tag("endraw")
    end
  end

  def body(depth)
    Array.new(1 + @random.rand(3)) { piece(depth + 1) }.join
  end
end

# What Ruby makes of a template; nothing where it stumbles over its own types.
def rendered(template)
  context = Liquid::Context.new([CONTEXT.dup], {}, { :site => SITE, :page => {} })
  stumbled = false
  context.exception_renderer = lambda do |error|
    stumbled ||= error.is_a?(Liquid::InternalError)
    error
  end
  shown = Liquid::Template.parse(template, :error_mode => :warn).render(context)
  stumbled ? nil : shown
rescue Liquid::SyntaxError
  nil
end

seed = (ARGV[0] || 1).to_i
maker = Maker.new(seed)
made = Array.new((ARGV[1] || 400).to_i) { maker.body(0) }
puts JSON.generate(CONTEXT)
(FIXED + made).each do |template|
  expected = rendered(template)
  puts JSON.generate({ "template" => template, "expected" => expected }) if expected
end
__END__
{{ 'now' | date: '' }}|{{ 'March 14, 2016' | date: '%b %d, %y' }}|{{ 0 | date: '%F' }}|{{ 'x' | date: '%Y' }}
%%
{{ day | date: '%A %a %B %b %^b %c %C %d %-d %D %e %F %g %G %h %H %I %j %k %l %L %m %-m %M %n %N %p %P %r %R %s %S %t %T %u %U %v %V %w %W %x %X %y %Y %z %:z %::z %Z %% %_d %05d %#p %#B %3N %10Y %e' }}
%%
{% for y in (1997..2013) %}{{ y | append: '-01-01' | date: '%G-%V %U %W %j' }} {{ y | append: '-12-31' | date: '%G-%V %U %W %j' }};{% endfor %}
%%
{{ day | date_to_string }}|{{ day | date_to_string: 'ordinal', 'US' }}|{{ day | date_to_long_string }}|{{ day | date_to_long_string: 'ordinal' }}|{{ day | date_to_xmlschema }}|{{ day | date_to_rfc822 }}
%%
{{ moment | date: '%Y-%m-%d %H:%M:%S' }}|{{ 'Tue, 5 Mar 2024 10:00:00 +0100' | date: '%F %T %z' }}|{{ '2024/3/9' | date: '%F' }}|{{ '9 March 2024' | date: '%F' }}|{{ 'Mar 9, 2024 4:05' | date: '%F %T' }}
%%
{{ 1.0 | times: 3 }} {{ 0.1 | plus: 0.2 }} {{ 10 | divided_by: 3.0 }} {{ 100000000000000000.5 | plus: 1 }} {{ '3.7abc' | plus: 1 }} {{ 1.5 | minus: 1.5 }} {{ 0.00001 | times: 1 }}
%%
{{ 5 | divided_by: 0 }} {{ 5 | modulo: 0 }} {{ 5.0 | divided_by: 0 }} {{ -7 | divided_by: 2 }} {{ 7 | divided_by: -2 }} {{ -7 | modulo: 3 }} {{ 7 | modulo: -3 }} {{ 7.5 | modulo: 2 }}
%%
{{ 'a' | plus }} {{ 'a' | append: 'x', 'y' }} {{ 'a' | truncate: 1, 2, 3 }} {{ 'a' | upcase: 1 }}
%%
{{ map }} {{ mixed }} {{ (1..3) }} {{ nested }} {{ people }}
%%
{{ 2.5 | round }} {{ -2.5 | round }} {{ 2.345 | round: 2 }} {{ 3 | round: 2 }} {{ 'x' | round }} {{ 4.6 | floor }} {{ -4.2 | ceil }} {{ '-3.5' | abs }} {{ 1234.5 | round: -2 }} {{ 1250 | round: -2 }}
%%
{% cycle x: 'a', 'b' %}{% cycle x: 'a', 'b' %}{% cycle 'g': 'a', 'b' %}{% cycle 'a', 'b' %}{% cycle 'a', 'b' %}
%%
{% for i in list limit: 2 %}{{ i }}{% endfor %}-{% for i in list limit: 1 offset: continue %}{{ i }}{% endfor %}-{% for i in list offset: continue %}{{ i }}{% endfor %}
%%
{% for i in map %}{{ i[0] }}={{ i[1] }}{{ i.first }}{% unless forloop.last %},{% endunless %}{% endfor %}{% for c in 'string' %}{{ c }}{% endfor %}
%%
{% for i in (1..2) %}{% for j in (1..2) %}{{ forloop.parentloop.index }}{{ forloop.index }} {% endfor %}{% endfor %}
%%
{% if false or true and false %}a{% else %}b{% endif %}{% if true or false and false %}c{% endif %}{% if n==7 %}d{% endif %}{% if n>=7 and n<8 %}e{% endif %}
%%
{% if x %}   {% assign y = 2 %}  {% endif %}|{% if yes %}   {% assign y = 2 %}  {% endif %}|{{ y }}|{% for i in list %} {% endfor %}|{% if yes %} {% if yes %} {% endif %} {% endif %}|
%%
{%- assign a = 1 -%}   {{- a -}}   x  {%- if a == 1 -%}  y  {%- endif -%}  z
%%
{{ "a" | append: "b" | upcase }}{{'x'|append:'y'}}{{ "a|b" | split: "|" | join: "," }}{{ 'it''s' }}{{ "a, b" | append: ", c" }}
%%
{{ text | split: ' ' | first | append: '?' }} {{ words | sort | join }} {{ words | sort_natural | join }} {{ list | sort | reverse | join: '' }} {{ list | uniq | size }}
%%
{% assign m = map %}{{ m.c.d[1] }}{{ m['key with space'] }}{% assign k = 'b' %}{{ m[k] }}{{ map.size }}{{ map.first }}{{ ['n'] }}
%%
{% increment q %}{% increment q %}{% decrement q %}{{ q }}{% assign q = 9 %}{% increment q %}{{ q }}
%%
{% case n %}{% when 1, 7 %}a{% when 7 or 8 %}b{% else %}c{% endcase %}{% case 'x' %}{% when 'y' %}{% else %}e{% endcase %}{% case n %} junk {% when 7, 7 %}t{% endcase %}
%%
{% ifchanged %}a{% endifchanged %}{% ifchanged %}a{% endifchanged %}{% ifchanged %}b{% endifchanged %}
%%
{{ html | escape }}|{{ html | strip_html }}|{{ '&lt;<a>&amp;&bad' | escape_once }}|{{ 'a b&c/d?é' | url_encode }}|{{ 'a+b%20c%C3%A9' | url_decode }}|{{ "<a href='x'>\"&" | xml_escape }}
%%
{{ '/a/b.html' | relative_url }} {{ 'a b/é.html' | relative_url }} {{ 'https://x.org/y' | relative_url }} {{ '' | relative_url }} {{ '/a' | absolute_url }} {{ 'mailto:x@y.z' | absolute_url }} {{ '/docs/index.html' | strip_index }}
%%
{{ 'Hello, World! 100%' | slugify }} {{ 'The _config.yml file' | slugify: 'pretty' }} {{ 'The _cönfig.yml file' | slugify: 'ascii' }} {{ ' a  b ' | slugify: 'raw' }} {{ 'The A' | slugify: 'none' }}
%%
{{ people | where: 'year', 1815 | map: 'name' }} {{ people | where: 'year', nil | map: 'name' }} {{ people | where_exp: 'p', 'p.tags contains "a"' | map: 'name' | join: ',' }} {{ people | group_by: 'at.city' | jsonify }} {{ people | find: 'name', 'Nobody' }}
%%
{{ people | where_exp: 'p', 'p.year and p.year != "1950"' | map: 'name' | join: ',' }}{{ people | group_by_exp: 'p', 'p.name | slice: 0' | map: 'name' | join: ',' }}
%%
{{ 'a' | jsonify }}{{ none | jsonify }}{{ map | jsonify }}{{ "q\"uote\\" | jsonify }}{{ lines | jsonify }}{{ half | jsonify }}
%%
{{ words | array_to_sentence_string }}|{{ words | slice: 0, 2 | array_to_sentence_string: 'or' }}|{{ words | slice: 0, 1 | array_to_sentence_string }}|{{ empty_list | array_to_sentence_string }}
%%
{{ 'Hello world, 你好 世界' | number_of_words }} {{ 'Hello world, 你好 世界' | number_of_words: 'cjk' }} {{ 'Hello world' | number_of_words: 'auto' }} {{ '  a   b ' | normalize_whitespace }}
%%
{% tablerow i in (1..5) cols:2 limit:4 offset:1 %}{{ i }}{{ tablerowloop.col_last }}{{ tablerowloop.row }}{% endtablerow %}{% tablerow i in list %}{{ i }}{% endtablerow %}
%%
{% capture a %} x {{ n }}{% endcapture %}[{{ a | strip }}]{% raw %}{{ a }}{% if %}{% endraw %}{% comment %}{% raw %}{% endcomment %}{% endraw %}{% endcomment %}
%%
{% if text contains 'wide' %}a{% endif %}{% if words contains 'fig' %}b{% endif %}{% if map contains 'a' %}c{% endif %}{% if none contains 'x' %}d{% endif %}{% if list contains 3 %}e{% endif %}
%%
{% if void == empty %}a{% endif %}{% if empty_list == empty %}b{% endif %}{% if none == empty %}c{% endif %}{% if map != empty %}d{% endif %}{% if none == nil %}e{% endif %}
%%
{{ a.b.c | default: 'x' }}{{ no | default: 'y' }}{{ void | default: 'z' }}{{ zero | default: 'w' }}{{ empty_list | default: 'v' }}
%%
{{ nested | array_to_sentence_string }}/{{ map.c | array_to_sentence_string }}/{{ 'a b ' | truncatewords: 2, '+' }}/{{ ' a b' | truncatewords: 2, '+' }}
