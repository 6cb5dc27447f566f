"""A synthetic film of two people with known truth: script (who does what when), scene, camera, render, film."""
