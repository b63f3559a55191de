/** Who has which event loop; a leaf that every verticle may use. */
package dev.carillon.loop;
