/** Swing: what Fiji's own dialogs show of ours. It may use everything below a command; only commands may use it. */
package org.whynot.ui;
