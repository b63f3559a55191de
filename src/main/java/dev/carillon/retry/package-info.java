/** When to try again; a leaf that every feature may use. */
package dev.carillon.retry;
