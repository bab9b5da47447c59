/** HTTP as this project speaks it: a bounded server, and the credentials and TLS of a client. */
package io.cmaclip.schemas.http;
