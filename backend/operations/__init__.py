"""What may people and clocks do? One plain function an act: load, permit, decide, apply, record."""
