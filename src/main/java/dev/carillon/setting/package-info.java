/** How a feature declares its configuration keys; a leaf that every feature may use. */
package dev.carillon.setting;
