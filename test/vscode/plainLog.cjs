// Stands in for @vscode/spdlog, whose native part is not built here: without it VS Code's server writes no log at all.
// Levels are spdlog's: 0 trace, 1 debug, 2 info, 3 warning, 4 error, 5 critical, 6 off.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

class Logger {
  #file;
  #level = 2;
  #plain = false;

  constructor(_type, _name, file) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, '');
  }

  trace = (message) => this.#write(0, 'trace', message);
  debug = (message) => this.#write(1, 'debug', message);
  info = (message) => this.#write(2, 'info', message);
  warn = (message) => this.#write(3, 'warning', message);
  error = (message) => this.#write(4, 'error', message);
  critical = (message) => this.#write(5, 'critical', message);
  getLevel = () => this.#level;
  setLevel = (level) => void (this.#level = level);
  clearFormatters = () => void (this.#plain = true);
  setPattern() {}
  flush() {}
  drop() {}

  #write(level, name, message) {
    if (level < this.#level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(this.#file, this.#plain ? message : `${time} [${name}] ${message}\n`);
  }
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger('rotating', name, file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger('rotating_async', name, file);
