/** Commands that try, attack and measure the service: demo, sandbox, chaos, fuzz, bench. */
package io.cmaclip.lab.cli;
