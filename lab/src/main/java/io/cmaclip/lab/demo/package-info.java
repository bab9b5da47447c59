/** The demo: sends listings to the service in this process, and shows and counts the answers. */
package io.cmaclip.lab.demo;
