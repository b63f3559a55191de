/** What a run does: its options, where they come from, and every problem with them at once. */
package dev.carillon.load.plan;
