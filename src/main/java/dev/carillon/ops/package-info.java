/** Running an instance: management port, metrics, readiness, logs, and starting failed verticles again. */
package dev.carillon.ops;
