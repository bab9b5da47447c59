/** The container engine of tests, and the record of the tests that ran in containers. */
package io.cmaclip.it.containers;
