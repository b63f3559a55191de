/** The load tester. It knows nothing of the server: any WebSocket server is a target. */
package dev.carillon.load;
