/** The example of the README, a program that scores reviews, and a test that kills it. */
package io.cmaclip.batching.example;
