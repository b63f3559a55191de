/** Plain HTTP on the ports of the cores. */
package dev.carillon.http;
