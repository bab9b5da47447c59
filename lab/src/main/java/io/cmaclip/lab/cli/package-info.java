/** The commands demo, sandbox, chaos, fuzz and bench. */
package io.cmaclip.lab.cli;
