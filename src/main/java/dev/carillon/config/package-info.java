/**
 * From a file and the environment to the features' settings records. Knows every feature's record; no feature knows this
 * package.
 */
package dev.carillon.config;
