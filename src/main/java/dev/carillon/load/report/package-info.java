/** What a run leaves: results, charts and the report, of one run or of many. */
package dev.carillon.load.report;
