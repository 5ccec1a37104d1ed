// Dockerfiles, by Rouge's rules.
import { reader } from './reader.js';
import { shell } from './shell.js';

const INSTRUCTIONS = 'FROM|MAINTAINER|CMD|LABEL|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|STOPSIGNAL|HEALTHCHECK|SHELL';
function docker() {
  let run;
  return reader({
    root: [
      [/\s+/, ''], [/^(FROM\b)(.*)(\sAS\s)(.*)/im, ['k', 's', 'k', 's']],
      [new RegExp(`^(ONBUILD\\s+)?(${INSTRUCTIONS})\\b(.*)`, 'im'), ['k', 'k', 's']], [/#.*/, 'c'],
      [/^(?:ONBUILD\s+)?RUN\s/im, (text) => { run = reader(shell); return [[text, 'k']]; }, 'run'], [/\w+|\W+/, ''],
    ],
    run: [[/\n/, '', 'pop'], [/\\[^]/, 'se'], [/(?:\\.|[^\n\\])+/, (text) => run(text)]],
  });
}

export const pieces = (text) => docker()(text);
