/**
 * What lies in {@code deploy/}: the image's files run as a container would run them, and everything
 * else checked by the tools that would use it. No Docker engine is needed.
 */
package io.cmaclip.it.deploy;
