/**
 * Tests of {@code deploy/}: they run the folder of the image under bubblewrap and check the other
 * files with the tools that use them.
 */
package io.cmaclip.it.deploy;
