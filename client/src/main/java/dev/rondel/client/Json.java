package dev.rondel.client;

import dev.rondel.wire.RingDocument;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The one mapper: unknown fields are passed over, so that older clients read newer services. */
final class Json {

  static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Refuses a ring of which something is missing. */
  static final ObjectReader RING =
      MAPPER
          .readerFor(RingDocument.class)
          .with(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private Json() {}
}
