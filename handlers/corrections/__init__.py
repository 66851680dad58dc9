"""What was told and is no longer right: found by the job, sent once after an officer's word.

The job writes down what every fee, time and list of papers says, from when until when. A change
makes a draft; an officer sends it; whoever was last told another figure gets old → new, once.
"""
