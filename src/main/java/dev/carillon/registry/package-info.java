/** Which endpoints there are. */
package dev.carillon.registry;
