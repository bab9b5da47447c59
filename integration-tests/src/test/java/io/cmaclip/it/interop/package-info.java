/**
 * Ours against Confluent's own: the genuine Java classes in one process, and the JavaScript and
 * Python clients against the running service.
 */
package io.cmaclip.it.interop;
