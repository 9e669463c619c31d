package dev.rondel.coordinator.grpc;

import dev.rondel.proto.CoordinatorMessage;
import dev.rondel.view.View;
import dev.rondel.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Views as messages. The last is kept, as it goes to every node. Safe for all threads at once: at
 * worst one is made twice.
 */
final class ViewMessages {

  private volatile @Nullable Made last;

  private record Made(View view, CoordinatorMessage message) {}

  CoordinatorMessage of(View view) {
    Made made = last;
    if (made == null || !made.view().epoch().equals(view.epoch())) {
      made = new Made(view, CoordinatorMessage.newBuilder().setView(Wire.toProto(view)).build());
      last = made;
    }
    return made.message();
  }
}
