package dev.rondel.node.resp;

/** The condition of an EXPIRE, which looks at the end that the key has. */
enum ExpireWhen {
  ALWAYS,
  NX,
  XX,
  GT,
  LT,
  XX_AND_GT,
  XX_AND_LT;

  static ExpireWhen parse(Call call) {
    ExpireWhen when = ALWAYS;
    for (int i = 3; i < call.size(); i++) {
      ExpireWhen also =
          switch (call.option(i)) {
            case "NX" -> NX;
            case "XX" -> XX;
            case "GT" -> GT;
            case "LT" -> LT;
            default -> throw new RespError("ERR Unsupported option " + call.text(i));
          };
      when = when.and(also);
    }
    return when;
  }

  private ExpireWhen and(ExpireWhen also) {
    if (this == ALWAYS || this == also) {
      return also;
    }
    if (this == NX || also == NX) {
      throw new RespError("ERR NX and XX, GT or LT options at the same time are not compatible");
    }
    boolean isGreater = this == GT || this == XX_AND_GT || also == GT;
    boolean isLess = this == LT || this == XX_AND_LT || also == LT;
    if (isGreater && isLess) {
      throw new RespError("ERR GT and LT options at the same time are not compatible");
    }
    return isGreater ? XX_AND_GT : XX_AND_LT;
  }

  /**
   * @param end that the key has, 0 = none, which is later than any
   * @param wanted the new one
   */
  boolean allows(long end, long wanted) {
    return switch (this) {
      case ALWAYS -> true;
      case NX -> end == 0;
      case XX -> end != 0;
      case GT, XX_AND_GT -> end != 0 && wanted > end;
      case LT -> end == 0 || wanted < end;
      case XX_AND_LT -> end != 0 && wanted < end;
    };
  }
}
