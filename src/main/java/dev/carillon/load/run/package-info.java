/** A run: event loops with clients, publishers on a schedule, and the account of every message. */
package dev.carillon.load.run;
