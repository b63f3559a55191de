/** What one core owns: connections that became sessions, who listens to which channel, and what waits to be written. */
package dev.carillon.socket;
