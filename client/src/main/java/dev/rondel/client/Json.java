package dev.rondel.client;

import tools.jackson.databind.json.JsonMapper;

/** The one mapper: unknown fields are passed over, so that older clients read newer services. */
final class Json {

  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}
}
