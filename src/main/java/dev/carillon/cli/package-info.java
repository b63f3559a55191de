/** The command line: reads arguments, prints for people, and turns what happens into exit codes. */
package dev.carillon.cli;
