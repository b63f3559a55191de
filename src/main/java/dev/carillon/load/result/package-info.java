/** What a run found: numbers, histograms and a judgement, as they are kept in {@code results.json}. */
package dev.carillon.load.result;
