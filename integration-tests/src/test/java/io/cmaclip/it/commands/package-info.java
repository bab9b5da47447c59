/** The commands as people start them: processes, their output and their exit status. */
package io.cmaclip.it.commands;
