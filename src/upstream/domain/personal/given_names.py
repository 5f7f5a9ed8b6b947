"""Given names that are common in the United States: a list of our own, lower case."""

from typing import Final

_NAMES = """
aaliyah aaron abigail adam adrian agnes ahmed aidan aiden alan albert alejandro alex alexander
alexandra alexis alfred ali alice alicia alison allen allison alma alyssa amanda amber amelia amir
amit amy ana andre andrea andrew angel angela angelica anil anita ann anna anne annie anthony
antoine antonio april ariana arjun arthur ashley audrey austin ava barbara barry beatrice ben
benjamin bernard bernice beth betty beverly bill billy bob bobby bonnie brad bradley brandon brandy
brenda brent brett brian brianna brittany bruce bryan caleb calvin cameron camila camille carl
carla carlos carmela carmen carol caroline carolyn carrie carter casey catherine cathy cecilia
celia cesar chad chantal charlene charles charlie charlotte chelsea chen cheryl chloe chris
christian christina christine christopher cindy claire clara clarence claudia clifford clyde cody
colleen connie connor consuelo corey courtney craig cristina crystal curtis cynthia daisy dale dan
dana daniel daniela danielle danny darlene darrell daryl dave david dawn dean deanna debbie deborah
debra deepak delores demetrius denise dennis derek derrick desiree diana diane diego dolores
dominic dominique don donald donna doris dorothy doug douglas duane dustin dwayne dylan earl ed
eddie edgar edith edna eduardo edward edwin eileen elaine eleanor elena eli elijah elizabeth ella
ellen elsie emily emma eric erica erik erika erin ernest esperanza esther ethan ethel eugene eva
evan evelyn faith fatima felicia felix fernando florence frances francis francisco frank franklin
fred frederick gabriel gabriela gabrielle gail gary gavin gene george gerald geraldine gilbert gina
giovanni gladys glen glenda glenn gloria gordon grace greg gregory guadalupe gwendolyn hailey
hannah harold harriet harry harvey hassan hazel heather hector heidi helen henry herbert herman
hiroshi holly howard hunter ian ibrahim ida ignacio irene iris isaac isabel isabela isabella jack
jackie jackson jacob jacqueline jaime jamal james jamie jan jane janet janice jared jasmine jason
javier jay jayden jean jeanette jeanne jeff jeffery jeffrey jenna jennifer jenny jeremiah jeremy
jerome jerry jesse jessica jessie jesus jill jim jimmy jin jo joan joann joanna joanne joe joel
john johnny jon jonathan jordan jorge jose joseph josephine joshua joyce juan juanita judith judy
julia julian julie jun june justin kaitlyn karen karl katherine kathleen kathryn kathy katie kay
kayla keisha keith kelly kelsey ken kenneth kevin khalid kim kimberly kristen kristin kristina
kristy kurt kyle lamar larry latasha latoya laura lauren laurie lawrence layla leah lee lei lena
leo leon leonard leroy leslie lester lewis liam lillian lillie linda lindsay lindsey lisa lloyd
logan lois lola lonnie lori lorraine louis louise lucas lucia luciana lucille lucy luis luke luz
lydia lynn mabel madeline madison magdalena malik marc marcia marcus margaret margarita maria
mariah marian marie marilyn mario marion marisol marissa marjorie mark marlene marquis martha
martin marvin mary mason mateo matt matthew maureen maurice max maxine megan mehmet mei melanie
melinda melissa melvin mercedes mia michael micheal michele michelle miguel mike mildred min ming
miranda misty mitchell mohamed mohammad mohammed molly monica monique morgan muhammad muriel myra
myrtle nadia nancy naomi natalia natalie nathan nathaniel neil nicholas nicole nina noah noel noor
nora norma norman octavio oliver olivia omar omari opal oscar owen pablo paige paloma pam pamela
patricia patrick paul paula pauline pearl pedro peggy penny perry peter philip phillip phyllis
pilar priscilla priya rachel rafael rahul raj ralph ramiro ramon ramona randall randy rashid raul
ravi ray raymond rebecca regina renee ricardo richard rick ricky rita robert roberta roberto robin
rocio rodney rodrigo roger roland ron ronald ronnie rosa rosalie rosario rose rosemary roy ruben
ruby russell ruth ryan sally salvador sam samantha samuel sandra sanjay santiago sara sarah
savannah scott sean sebastian sergio seth shane shanice shannon sharon shaun shawn sheila shelby
shelly sheri sherri sherry shirley sierra silvia sofia soledad sonia sophia sophie spencer stacey
stacy stanley stella stephanie stephen steve steven stuart sue sunil susan suzanne sydney sylvia
tamara tamika tammy tanya tara taylor ted teresa terrance terrell terri terry thanh thelma theodore
theresa thomas tiffany tim timothy tina todd tom tomas tommy toni tony tonya tracey traci tracy
travis trevor tristan troy tyler tyrell tyrone ursula valentina valerie vanessa velma vera vernon
veronica vicente vicki vickie victor victoria vincent viola violet virginia vivian vladimir wade
wallace walter wanda warren wayne wei wendy wesley whitney willard william willie willis wilma
winifred wyatt xavier ximena xin yan yasmin ying yolanda yuki yusuf yvette yvonne zachary zoe zoey
"""
GIVEN_NAMES: Final = frozenset(_NAMES.split())
