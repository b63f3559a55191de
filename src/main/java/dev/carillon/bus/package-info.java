/** The seam between the cores, which own sessions, and the bridge, which owns Redis. Only immutable things cross it. */
package dev.carillon.bus;
