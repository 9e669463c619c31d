package dev.rondel.node.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much one request may ask for.
 *
 * @param keySize the longest key
 * @param valueSize the largest value
 * @param batchSize the largest body of a batch, and the most bytes of values in its answer
 * @param batchOperations the most operations in a batch
 * @param batchConcurrency how many operations of a batch are on their way at once
 * @param listSize the most keys in one answer of a listing
 */
@ConfigurationProperties("rondel.limits")
public record Limits(
    @DefaultValue("1KB") DataSize keySize,
    @DefaultValue("1MB") DataSize valueSize,
    @DefaultValue("8MB") DataSize batchSize,
    @DefaultValue("1000") int batchOperations,
    @DefaultValue("32") int batchConcurrency,
    @DefaultValue("1000") int listSize) {

  private static final DataSize LONGEST_KEY = DataSize.ofKilobytes(4);
  private static final DataSize LARGEST = DataSize.ofMegabytes(64);

  public Limits {
    require(
        keySize.toBytes() >= 1 && keySize.compareTo(LONGEST_KEY) <= 0,
        "key-size is not 1B to 4KB: " + keySize);
    require(
        valueSize.toBytes() >= 1 && valueSize.compareTo(LARGEST) <= 0,
        "value-size is not 1B to 64MB: " + valueSize);
    require(
        batchSize.toBytes() >= 1 && batchSize.compareTo(LARGEST) <= 0,
        "batch-size is not 1B to 64MB: " + batchSize);
    require(batchOperations >= 1, "batch-operations is not positive: " + batchOperations);
    require(batchConcurrency >= 1, "batch-concurrency is not positive: " + batchConcurrency);
    require(listSize >= 1, "list-size is not positive: " + listSize);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("rondel.limits." + otherwise);
    }
  }
}
