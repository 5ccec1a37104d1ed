// Prism reads this when it starts: it must not look through the document by itself.
globalThis.Prism = { manual: true, disableWorkerMessageHandler: true };
