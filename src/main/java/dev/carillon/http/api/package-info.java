/** What back-ends ask over HTTP: a class for each group of operations, and one for each thing that all of them need. */
package dev.carillon.http.api;
