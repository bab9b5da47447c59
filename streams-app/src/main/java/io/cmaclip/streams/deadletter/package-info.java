/** Records that cannot be answered: why, and the form in which they are put aside. */
package io.cmaclip.streams.deadletter;
